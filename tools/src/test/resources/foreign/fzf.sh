# fzf, which is in Go: many goroutines on a few threads
printf 'one foal\ntwo hens\nthree foals\n' | fzf --filter foal
