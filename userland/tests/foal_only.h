/* For tests of calls that are Foal's own: elsewhere they are skipped. */
#ifndef FOAL_ONLY_H
#define FOAL_ONLY_H

#include "check.h"
#include <sys/syscall.h>

#include "../include/foal.h"

#ifdef __GLIBC__
#include "../lib/foal.c" /* only Foal's own library has it */
#endif

static inline void need_foal(void)
{
    if (syscall(SYS_event_set, -1) == -1 && errno == ENOSYS)
        skip("this is not Foal");
}

#endif
