/* The owner is read without holding the mutex. That is right all the same: only a task itself ever writes its number
 * there and takes it away, so for the question "is it me?" the answer cannot change meanwhile. */
#include <sync/recursive_mutex.h>

void recursive_mutex_lock(struct recursive_mutex *mutex, int self)
{
    if (__atomic_load_n(&mutex->owner, __ATOMIC_RELAXED) == self) {
        mutex->depth++;
        return;
    }
    mutex_lock(&mutex->mutex);
    __atomic_store_n(&mutex->owner, self, __ATOMIC_RELAXED);
    mutex->depth = 1;
}

void recursive_mutex_unlock(struct recursive_mutex *mutex)
{
    if (--mutex->depth > 0)
        return;
    __atomic_store_n(&mutex->owner, 0, __ATOMIC_RELAXED);
    mutex_unlock(&mutex->mutex);
}
