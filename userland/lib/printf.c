/* The printf family: one formatting engine, three places where its text can go. */
#include "format.h"
#include "stream.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct stream_sink {
    struct sink sink;
    FILE *stream;
};

static void write_to_stream(struct sink *sink, const char *text, size_t length)
{
    stream_write(((struct stream_sink *)sink)->stream, text, length);
}

/* On an unbuffered stream the text is still put together first, so that a line is one write. */
int vfprintf(FILE *stream, const char *format, va_list arguments)
{
    STREAM_ALONE(stream);
    int buffering = stream->buffering;
    if (buffering == _IONBF)
        stream->buffering = _IOFBF;
    struct stream_sink sink = {{write_to_stream, 0}, stream};
    int length = format_to(&sink.sink, format, arguments);
    stream->buffering = buffering;
    if (buffering == _IONBF)
        fflush(stream);
    return stream->failed ? -1 : length;
}

struct buffer_sink {
    struct sink sink;
    char *buffer;
    size_t room; /* without the terminating null byte */
};

static void write_to_buffer(struct sink *sink, const char *text, size_t length)
{
    struct buffer_sink *target = (struct buffer_sink *)sink;
    if (length > target->room)
        length = target->room;
    memcpy(target->buffer, text, length);
    target->buffer += length;
    target->room -= length;
}

/* Writes as much as fits and returns how long all of it would be. */
int vsnprintf(char *buffer, size_t size, const char *format, va_list arguments)
{
    char nowhere[1];
    struct buffer_sink sink = {{write_to_buffer, 0}, size ? buffer : nowhere, size ? size - 1 : 0};
    int length = format_to(&sink.sink, format, arguments);
    *sink.buffer = '\0';
    return length;
}

int vsprintf(char *buffer, const char *format, va_list arguments)
{
    return vsnprintf(buffer, INT_MAX, format, arguments);
}

/* A stream of its own, for the length of the call. */
int vdprintf(int fd, const char *format, va_list arguments)
{
    FILE stream;
    stream.lock = (struct recursive_mutex){{0}, 0, 0};
    stream.fd = fd;
    stream.is_input = 0;
    stream.buffering = _IOFBF;
    stream.at_end = stream.failed = 0;
    stream.start = stream.end = 0;
    int length = vfprintf(&stream, format, arguments);
    return fflush(&stream) == EOF ? -1 : length;
}

#define CALL_WITH_ARGUMENTS(last, call)   \
    va_list arguments;                    \
    va_start(arguments, last);            \
    int length = call;                    \
    va_end(arguments);                    \
    return length

int vprintf(const char *format, va_list arguments)
{
    return vfprintf(stdout, format, arguments);
}

int printf(const char *format, ...)
{
    CALL_WITH_ARGUMENTS(format, vfprintf(stdout, format, arguments));
}

int fprintf(FILE *stream, const char *format, ...)
{
    CALL_WITH_ARGUMENTS(format, vfprintf(stream, format, arguments));
}

int dprintf(int fd, const char *format, ...)
{
    CALL_WITH_ARGUMENTS(format, vdprintf(fd, format, arguments));
}

int sprintf(char *buffer, const char *format, ...)
{
    CALL_WITH_ARGUMENTS(format, vsprintf(buffer, format, arguments));
}

int snprintf(char *buffer, size_t size, const char *format, ...)
{
    CALL_WITH_ARGUMENTS(format, vsnprintf(buffer, size, format, arguments));
}
