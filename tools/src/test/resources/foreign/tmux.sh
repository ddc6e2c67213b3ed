# tmux: terminals within a terminal
export SHELL=/bin/sh TERM=screen LC_ALL=C.UTF-8
tmux -f /dev/null new-session -d -s first -x 40 -y 5 'echo in tmux; stty size; sleep 1000'
sleep 1
tmux capture-pane -p -t first | head -n 2
tmux split-window -t first 'sleep 1000'
tmux list-panes -t first -F '#{pane_width}x#{pane_height}'
tmux kill-server
