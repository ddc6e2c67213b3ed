/* A stream: a descriptor with a buffer in front of it. */
#ifndef STREAM_H
#define STREAM_H

#include <stdio.h>

struct FILE {
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

void stream_write(FILE *stream, const char *text, size_t length);

#endif
