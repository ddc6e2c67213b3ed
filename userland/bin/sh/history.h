/* The lines typed before. */
#ifndef HISTORY_H
#define HISTORY_H

void history_add(const char *line);

/* 0 is the oldest; NULL behind the newest. */
const char *history_line(int index);
int history_length(void);

int run_history(int count, char **arguments, int flags);

#endif
