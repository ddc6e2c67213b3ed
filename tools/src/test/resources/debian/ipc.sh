# dash @
# The tables of System V IPC, by the tools of util-linux.
show() {
    ipcs "$1" | while read -r key id owner rest; do
        [ "$id" = "$2" ] && echo "$1" $rest
    done
}

shm=$(ipcmk -M 5000 -p 0640)
queue=$(ipcmk -Q -p 0600)
sem=$(ipcmk -S 3)
echo "${shm% *} ${queue% *} ${sem% *}"
shm=${shm##* } queue=${queue##* } sem=${sem##* }
show -m "$shm"
show -q "$queue"
show -s "$sem"
ipcrm -m "$shm" -q "$queue" -s "$sem" && echo removed
show -m "$shm"
show -q "$queue"
show -s "$sem"
echo done
