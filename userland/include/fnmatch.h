/* Shell patterns; see fnmatch(3), glob(7). */
#ifndef _FNMATCH_H
#define _FNMATCH_H

#define FNM_NOMATCH 1

#define FNM_PATHNAME 1 /* a slash is matched by a slash only */
#define FNM_NOESCAPE 2 /* a backslash is an ordinary character */
#define FNM_PERIOD 4   /* a period at the beginning is matched by a period only */

/* 0 if the whole text matches the pattern. */
int fnmatch(const char *pattern, const char *text, int flags);

#endif
