/* pipe_bandwidth_4k: the same as pipe_bandwidth in writes of 4 KiB, as much as can be written in one piece for sure */
#define WRITE_SIZE 4096
#include "pipe_bandwidth.c"
