/* The files that match a pattern; see glob(3). */
#ifndef _GLOB_H
#define _GLOB_H

#include <stddef.h>

#define GLOB_MARK 0x02     /* a slash behind each folder */
#define GLOB_NOSORT 0x04
#define GLOB_NOCHECK 0x10  /* when nothing matches, the pattern itself is the result */
#define GLOB_APPEND 0x20
#define GLOB_NOESCAPE 0x40

#define GLOB_NOSPACE 1
#define GLOB_NOMATCH 3

typedef struct {
    size_t gl_pathc;
    char **gl_pathv; /* with a null pointer at the end */
    size_t gl_offs;
} glob_t;

/* An unreadable folder counts as empty, and the error function is not called. */
int glob(const char *pattern, int flags, int (*error)(const char *path, int error), glob_t *result);
void globfree(glob_t *result);

#endif
