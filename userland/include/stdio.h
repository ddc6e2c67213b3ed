/* Buffered input and output, and formatting. */
#ifndef _STDIO_H
#define _STDIO_H

#include <stdarg.h>
#include <sys/types.h>

#define EOF (-1)
#define BUFSIZ 1024

/* Buffering: when the buffer is full, also at the end of a line, or not at all. */
#define _IOFBF 0
#define _IOLBF 1
#define _IONBF 2

typedef struct FILE FILE;

extern FILE *stdin;
extern FILE *stdout;
extern FILE *stderr;

#define FORMAT(text, first) __attribute__((format(printf, text, first)))

int printf(const char *format, ...) FORMAT(1, 2);
int fprintf(FILE *stream, const char *format, ...) FORMAT(2, 3);
int dprintf(int fd, const char *format, ...) FORMAT(2, 3);
int sprintf(char *buffer, const char *format, ...) FORMAT(2, 3);
int snprintf(char *buffer, size_t size, const char *format, ...) FORMAT(3, 4);
int vprintf(const char *format, va_list arguments) FORMAT(1, 0);
int vfprintf(FILE *stream, const char *format, va_list arguments) FORMAT(2, 0);
int vdprintf(int fd, const char *format, va_list arguments) FORMAT(2, 0);
int vsprintf(char *buffer, const char *format, va_list arguments) FORMAT(2, 0);
int vsnprintf(char *buffer, size_t size, const char *format, va_list arguments) FORMAT(3, 0);

#undef FORMAT
#define FORMAT(text, first) __attribute__((format(scanf, text, first)))

int scanf(const char *format, ...) FORMAT(1, 2);
int fscanf(FILE *stream, const char *format, ...) FORMAT(2, 3);
int sscanf(const char *text, const char *format, ...) FORMAT(2, 3);
int vscanf(const char *format, va_list arguments) FORMAT(1, 0);
int vfscanf(FILE *stream, const char *format, va_list arguments) FORMAT(2, 0);
int vsscanf(const char *text, const char *format, va_list arguments) FORMAT(2, 0);

#undef FORMAT

int fputc(int c, FILE *stream);
int putc(int c, FILE *stream);
int putchar(int c);
int fputs(const char *text, FILE *stream);
int puts(const char *line);
size_t fwrite(const void *items, size_t size, size_t count, FILE *stream);

int fgetc(FILE *stream);
int getc(FILE *stream);
int getchar(void);
char *fgets(char *line, int size, FILE *stream);
size_t fread(void *items, size_t size, size_t count, FILE *stream);

int ungetc(int c, FILE *stream);
ssize_t getline(char **line, size_t *size, FILE *stream);
ssize_t getdelim(char **text, size_t *size, int delimiter, FILE *stream);

FILE *fopen(const char *path, const char *mode);
FILE *fdopen(int fd, const char *mode);
int fclose(FILE *stream);
/* A stream from or to a command of the shell; pclose waits for its end and returns its status. */
FILE *popen(const char *command, const char *mode);
int pclose(FILE *stream);
int rename(const char *from, const char *to);
int remove(const char *path);

int fflush(FILE *stream);
int setvbuf(FILE *stream, char *buffer, int mode, size_t size);
void setbuf(FILE *stream, char *buffer);
int fileno(FILE *stream);
int feof(FILE *stream);
int ferror(FILE *stream);
void clearerr(FILE *stream);

void perror(const char *prefix);

#endif
