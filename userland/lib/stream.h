/* A stream: a descriptor with a buffer in front of it. */
#ifndef STREAM_H
#define STREAM_H

#include <stdio.h>
#include <sync/recursive_mutex.h>
#include <sync/thread.h>

struct FILE {
    struct recursive_mutex lock; /* guards the rest */
    int fd;
    int is_input; /* an open stream goes one way only */
    int buffering;
    int at_end;
    int failed;
    /* The bytes from start to end are, in an output stream, not written yet; in an input stream, not fetched yet. */
    size_t start, end;
    struct FILE *next; /* all that fopen has opened are in a list */
    char buffer[BUFSIZ];
};

/* From here to the end of a block the calling thread alone uses the stream. */
#define STREAM_ALONE(stream) FILE *alone __attribute__((cleanup(stream_unlock), unused)) = stream_lock(stream)

static inline FILE *stream_lock(FILE *stream)
{
    recursive_mutex_lock(&stream->lock, thread_number());
    return stream;
}

static inline void stream_unlock(FILE **stream)
{
    recursive_mutex_unlock(&(*stream)->lock);
}

void stream_write(FILE *stream, const char *text, size_t length);

#endif
