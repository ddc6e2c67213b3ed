/* Messages of a program about what went wrong, on standard error; see err(3). */
#ifndef _ERR_H
#define _ERR_H

/* "program: text: what errno stands for"; err also ends the program. Without a text (NULL) only errno's. */
void warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void err(int status, const char *format, ...) __attribute__((noreturn, format(printf, 2, 3)));

/* The same without errno. */
void warnx(const char *format, ...) __attribute__((format(printf, 1, 2)));
void errx(int status, const char *format, ...) __attribute__((noreturn, format(printf, 2, 3)));

#endif
