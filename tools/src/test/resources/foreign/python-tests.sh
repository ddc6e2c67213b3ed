# CPython's own tests of what it asks of a kernel; UDP-Lite and netlink are not here
python3 -m test -q -i '*UDPLITE*' -i '*InterfaceNameIndex*' -i '*InterfaceIndexToName*' test_select test_poll test_epoll test_selectors test_fcntl test_mmap test_signal test_thread \
    test_queue test_subprocess test_socket test_posix test_os test_pty test_termios > log 2>&1
grep '^Result' log
grep -q '^Result: SUCCESS' log || cat log
