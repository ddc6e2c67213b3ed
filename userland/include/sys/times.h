/* Processor time used; see times(2). */
#ifndef _SYS_TIMES_H
#define _SYS_TIMES_H

#include <sys/types.h>

/* In ticks, of which sysconf(_SC_CLK_TCK) make a second. */
struct tms {
    clock_t tms_utime;
    clock_t tms_stime;
    clock_t tms_cutime; /* of children that have been waited for */
    clock_t tms_cstime;
};

clock_t times(struct tms *buffer);

#endif
