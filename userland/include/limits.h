/* Clang's own limits of the C types, and those of the kernel. */
#ifndef _FOAL_LIMITS_H
#define _FOAL_LIMITS_H

#include_next <limits.h>

#define SSIZE_MAX LONG_MAX
#define NAME_MAX 255
#define PATH_MAX 4096  /* with the terminating null byte */
#define PIPE_BUF 4096  /* a write of at most so many bytes to a pipe is not mixed with others */
#define IOV_MAX 1024
#define ARG_MAX 131072

#define SEM_VALUE_MAX 0x7fffffff
#define PTHREAD_KEYS_MAX 128
#define PTHREAD_DESTRUCTOR_ITERATIONS 4
#define PTHREAD_STACK_MIN 16384

#endif
