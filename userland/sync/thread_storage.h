/* Where the variables lie that each thread has for itself: those that are _Thread_local. */
#ifndef SYNC_THREAD_STORAGE_H
#define SYNC_THREAD_STORAGE_H

#include <stddef.h>

/* How many bytes a thread needs for them: a multiple of 16. */
size_t thread_storage_size(void);

/* Lays them out, with their first values, in so many bytes below this address, which are 0. Returns what the thread's
 * register tp is to be. */
void *thread_storage_begin(void *end);

#endif
