/* epoll_among_10: N times a byte comes through one of 10 pipes for which epoll waits */
#define PIPES 10
#include "epoll_among_1000.c"
