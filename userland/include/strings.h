#ifndef _STRINGS_H
#define _STRINGS_H

#include <stddef.h>

/* As strcmp and strncmp, a letter being the same whether large or small. */
int strcasecmp(const char *a, const char *b);
int strncasecmp(const char *a, const char *b, size_t limit);

#endif
