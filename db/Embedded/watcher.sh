# Runs one PostgreSQL server and stops it when its owner is gone.
#   $1 postgres binary   $2 cluster folder   $3 log file
# The owner holds the other end of our standard input. However the owner ends, kill -9 included, the kernel closes that
# pipe; the read below then returns and the server gets SIGINT, PostgreSQL's fast shutdown. We answer the server's
# process id on standard output and exit with the server's exit code.
exec 3<&0 2>>"$3"
"$1" -D "$2" </dev/null >>"$3" 3<&- &
server=$!
( while read -r _ <&3; do :; done; kill -INT "$server" ) </dev/null >/dev/null &
watch=$!
exec 3<&-
echo "$server"
exec >/dev/null
wait "$server"
status=$?
kill "$watch" 2>/dev/null
wait "$watch" 2>/dev/null
exit "$status"
