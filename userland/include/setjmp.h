/* Jumps out of nested calls, to where the program has been before. */
#ifndef _SETJMP_H
#define _SETJMP_H

/* What a called function must preserve: sp, ra, s0 to s11, fs0 to fs11. */
typedef unsigned long jmp_buf[26];

/* Returns 0 the first time, and the value of longjmp (never 0) when that jumps back. The caller must not have
 * returned in between; its local variables that changed meanwhile must be volatile. */
int setjmp(jmp_buf place) __attribute__((returns_twice));
void longjmp(jmp_buf place, int value) __attribute__((noreturn));

#endif
