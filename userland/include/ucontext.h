/* The registers that a signal handler finds and may change; see sigaction(2). */
#ifndef _UCONTEXT_H
#define _UCONTEXT_H

#include <signal.h>

#endif
