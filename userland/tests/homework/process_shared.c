/* A mutex and a condition in shared memory work between processes. */
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared { pthread_mutex_t lock; pthread_cond_t changed; int turn, log[12], count; };

int main(void)
{
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_mutexattr_t mutex_attributes;
    pthread_condattr_t condition_attributes;
    pthread_mutexattr_init(&mutex_attributes);
    pthread_mutexattr_setpshared(&mutex_attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(&shared->lock, &mutex_attributes);
    pthread_condattr_init(&condition_attributes);
    pthread_condattr_setpshared(&condition_attributes, PTHREAD_PROCESS_SHARED);
    pthread_cond_init(&shared->changed, &condition_attributes);
    for (int me = 0; me < 3; me++)
        if (fork() == 0) {
            for (int i = 0; i < 4; i++) {
                pthread_mutex_lock(&shared->lock);
                while (shared->turn != me)
                    pthread_cond_wait(&shared->changed, &shared->lock);
                shared->log[shared->count++] = me;
                shared->turn = (me + 1) % 3;
                pthread_cond_broadcast(&shared->changed);
                pthread_mutex_unlock(&shared->lock);
            }
            _exit(0);
        }
    while (wait(NULL) > 0)
        ;
    for (int i = 0; i < 12; i++)
        printf("%d%c", shared->log[i], i == 11 ? '\n' : ' ');
    return 0;
}
