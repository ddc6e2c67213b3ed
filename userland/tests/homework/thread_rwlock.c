/* Many may read at once, but only one may write, and then nobody reads. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int left, right;
static int torn;

static void *write_both(void *unused)
{
    for (int i = 0; i < 500; i++) {
        pthread_rwlock_wrlock(&lock);
        left++;
        right++;
        pthread_rwlock_unlock(&lock);
    }
    return unused;
}

static void *compare(void *unused)
{
    for (int i = 0; i < 500; i++) {
        pthread_rwlock_rdlock(&lock);
        if (left != right)
            __atomic_fetch_add(&torn, 1, __ATOMIC_RELAXED);
        pthread_rwlock_unlock(&lock);
    }
    return unused;
}

int main(void)
{
    pthread_t threads[5];
    for (int i = 0; i < 5; i++)
        pthread_create(&threads[i], NULL, i < 2 ? write_both : compare, NULL);
    for (int i = 0; i < 5; i++)
        pthread_join(threads[i], NULL);
    printf("%d and %d, %d torn reads\n", left, right, torn);

    pthread_rwlock_rdlock(&lock);
    printf("a second reader: %s\n", pthread_rwlock_tryrdlock(&lock) == 0 ? "welcome" : "refused");
    printf("a writer: %s\n", pthread_rwlock_trywrlock(&lock) == EBUSY ? "refused" : "welcome");
    return 0;
}
