/* A condition variable with a mistake, for the tools that find it: it looks at the sequence too late. */
#ifndef SYNC_CONDITION_BROKEN_H
#define SYNC_CONDITION_BROKEN_H

#include <sync/mutex.h>

struct late_condition {
    int sequence;
};

void late_condition_wait(struct late_condition *condition, struct mutex *mutex);
void late_condition_signal(struct late_condition *condition);

#endif
