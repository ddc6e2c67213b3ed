/* fork_among_10: N times fork, exit and wait, where 10 other processes sleep */
#define SLEEPERS 10
#include "fork_among_1000.c"
