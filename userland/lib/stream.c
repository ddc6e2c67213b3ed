#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static FILE input = {.fd = STDIN_FILENO, .is_input = 1, .buffering = _IOFBF};
static FILE output = {.fd = STDOUT_FILENO, .buffering = _IOLBF};
static FILE error = {.fd = STDERR_FILENO, .buffering = _IONBF};

FILE *stdin = &input;
FILE *stdout = &output;
FILE *stderr = &error;

static struct mutex opened_lock;
static FILE *opened; /* by fopen and fdopen; guarded by that */

static int flush_all(void)
{
    int result = fflush(stdout);
    mutex_lock(&opened_lock);
    for (FILE *stream = opened; stream; stream = stream->next)
        if (fflush(stream) == EOF)
            result = EOF;
    mutex_unlock(&opened_lock);
    return result;
}

/* A write may take less than all, and a signal may interrupt it. It is none at which a thread can be cancelled: others would
 * wait for the stream for ever. */
int fflush(FILE *stream)
{
    if (!stream)
        return flush_all();
    STREAM_ALONE(stream);
    if (stream->is_input)
        return 0;
    while (stream->start < stream->end) {
        ssize_t count = syscall(SYS_write, stream->fd, stream->buffer + stream->start, stream->end - stream->start);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0) {
            stream->failed = 1;
            stream->start = stream->end = 0; /* what cannot be written is dropped, lest it be tried for ever */
            return EOF;
        }
        stream->start += count;
    }
    stream->start = stream->end = 0;
    return 0;
}

void stream_write(FILE *stream, const char *text, size_t length)
{
    STREAM_ALONE(stream);
    for (size_t i = 0; i < length; i++) {
        if (stream->end == sizeof stream->buffer)
            fflush(stream);
        stream->buffer[stream->end++] = text[i];
        if (text[i] == '\n' && stream->buffering == _IOLBF)
            fflush(stream);
    }
    if (stream->buffering == _IONBF)
        fflush(stream);
}

static int flags_of_mode(const char *mode)
{
    switch (*mode) {
    case 'r': return O_RDONLY;
    case 'w': return O_WRONLY | O_CREAT | O_TRUNC;
    case 'a': return O_WRONLY | O_CREAT | O_APPEND;
    default: return -1;
    }
}

/* Only r, w and a: a stream for both reading and writing there is not. */
FILE *fdopen(int fd, const char *mode)
{
    if (flags_of_mode(mode) < 0 || strchr(mode, '+')) {
        errno = EINVAL;
        return NULL;
    }
    FILE *stream = malloc(sizeof *stream);
    if (!stream)
        return NULL;
    stream->fd = fd;
    stream->is_input = *mode == 'r';
    stream->buffering = isatty(fd) ? _IOLBF : _IOFBF;
    stream->at_end = stream->failed = 0;
    stream->start = stream->end = 0;
    stream->lock = (struct recursive_mutex){{0}, 0, 0};
    mutex_lock(&opened_lock);
    stream->next = opened;
    opened = stream;
    mutex_unlock(&opened_lock);
    return stream;
}

FILE *fopen(const char *path, const char *mode)
{
    int flags = flags_of_mode(mode);
    if (flags < 0) {
        errno = EINVAL;
        return NULL;
    }
    int fd = open(path, flags | (strchr(mode, 'e') ? O_CLOEXEC : 0), 0666);
    FILE *stream = fd < 0 ? NULL : fdopen(fd, mode);
    if (fd >= 0 && !stream)
        close(fd);
    return stream;
}

int fclose(FILE *stream)
{
    int result = fflush(stream);
    if (close(stream->fd) < 0)
        result = EOF;
    mutex_lock(&opened_lock);
    for (FILE **link = &opened; *link; link = &(*link)->next) {
        if (*link == stream) {
            *link = stream->next;
            free(stream);
            break;
        }
    }
    mutex_unlock(&opened_lock);
    return result;
}

/* Fetches what there is when the buffer is empty; 0 at the end of the input. */
static int fill(FILE *stream)
{
    if (stream->start < stream->end)
        return 1;
    ssize_t count;
    do
        count = syscall(SYS_read, stream->fd, stream->buffer, sizeof stream->buffer);
    while (count < 0 && errno == EINTR);
    stream->at_end |= count == 0;
    stream->failed |= count < 0;
    stream->start = 0;
    stream->end = count > 0 ? count : 0;
    return count > 0;
}

int fputc(int c, FILE *stream)
{
    char byte = c;
    stream_write(stream, &byte, 1);
    return stream->failed ? EOF : (unsigned char)byte;
}

int putc(int c, FILE *stream)
{
    return fputc(c, stream);
}

int putchar(int c)
{
    return fputc(c, stdout);
}

int fputs(const char *text, FILE *stream)
{
    stream_write(stream, text, strlen(text));
    return stream->failed ? EOF : 0;
}

int puts(const char *line)
{
    STREAM_ALONE(stdout);
    fputs(line, stdout);
    return putchar('\n');
}

size_t fwrite(const void *items, size_t size, size_t count, FILE *stream)
{
    stream_write(stream, items, size * count);
    return stream->failed ? 0 : count;
}

int fgetc(FILE *stream)
{
    STREAM_ALONE(stream);
    return fill(stream) ? (unsigned char)stream->buffer[stream->start++] : EOF;
}

/* One character at least can be put back, unless none has been read yet. */
int ungetc(int c, FILE *stream)
{
    STREAM_ALONE(stream);
    if (c == EOF || stream->start == 0)
        return EOF;
    stream->at_end = 0;
    return (unsigned char)(stream->buffer[--stream->start] = c);
}

int getc(FILE *stream)
{
    return fgetc(stream);
}

int getchar(void)
{
    return fgetc(stdin);
}

char *fgets(char *line, int size, FILE *stream)
{
    STREAM_ALONE(stream);
    int length = 0;
    while (length < size - 1) {
        int c = fgetc(stream);
        if (c == EOF)
            break;
        line[length++] = c;
        if (c == '\n')
            break;
    }
    if (length == 0)
        return NULL;
    line[length] = '\0';
    return line;
}

/* Reads up to and with the delimiter into a buffer that grows as needed; -1 at the end of the input. */
ssize_t getdelim(char **text, size_t *size, int delimiter, FILE *stream)
{
    STREAM_ALONE(stream);
    size_t length = 0;
    int c;
    if (!*text)
        *size = 0;
    do {
        c = fgetc(stream);
        if (c == EOF)
            break;
        if (length + 2 > *size) {
            size_t larger = *size ? 2 * *size : 120;
            char *moved = realloc(*text, larger);
            if (!moved)
                return -1;
            *text = moved;
            *size = larger;
        }
        (*text)[length++] = c;
    } while (c != delimiter);
    if (length == 0)
        return -1;
    (*text)[length] = '\0';
    return length;
}

ssize_t getline(char **line, size_t *size, FILE *stream)
{
    return getdelim(line, size, '\n', stream);
}

size_t fread(void *items, size_t size, size_t count, FILE *stream)
{
    STREAM_ALONE(stream);
    char *bytes = items;
    size_t wanted = size * count, done = 0;
    while (done < wanted && fill(stream))
        bytes[done++] = stream->buffer[stream->start++];
    return size ? done / size : 0;
}

/* Only the mode can be changed: the buffer stays the stream's own. */
int setvbuf(FILE *stream, char *buffer, int mode, size_t size)
{
    (void)buffer;
    (void)size;
    if (mode < _IOFBF || mode > _IONBF)
        return -1;
    stream->buffering = mode;
    return 0;
}

void setbuf(FILE *stream, char *buffer)
{
    setvbuf(stream, buffer, buffer ? _IOFBF : _IONBF, BUFSIZ);
}

int fileno(FILE *stream)
{
    return stream->fd;
}

int feof(FILE *stream)
{
    return stream->at_end;
}

int ferror(FILE *stream)
{
    return stream->failed;
}

void clearerr(FILE *stream)
{
    stream->at_end = stream->failed = 0;
}
