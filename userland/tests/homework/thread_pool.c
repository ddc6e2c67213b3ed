/* A pool of threads takes jobs from a list; main waits until all are done. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct job { int number; struct job *next; };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t work = PTHREAD_COND_INITIALIZER, idle = PTHREAD_COND_INITIALIZER;
static struct job *jobs;
static int pending, is_over;
static long results[20];

static void submit(int number)
{
    struct job *job = malloc(sizeof *job);
    pthread_mutex_lock(&lock);
    *job = (struct job){number, jobs};
    jobs = job;
    pending++;
    pthread_cond_signal(&work);
    pthread_mutex_unlock(&lock);
}

static void *serve(void *unused)
{
    pthread_mutex_lock(&lock);
    for (;;) {
        while (jobs == NULL && !is_over)
            pthread_cond_wait(&work, &lock);
        if (jobs == NULL)
            break;
        struct job *job = jobs;
        jobs = job->next;
        pthread_mutex_unlock(&lock);
        long product = 1;
        for (int i = 2; i <= job->number; i++)
            product *= i;
        results[job->number] = product;
        free(job);
        pthread_mutex_lock(&lock);
        if (--pending == 0)
            pthread_cond_signal(&idle);
    }
    pthread_mutex_unlock(&lock);
    return unused;
}

int main(void)
{
    pthread_t threads[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, serve, NULL);
    for (int i = 1; i < 20; i++)
        submit(i);
    pthread_mutex_lock(&lock);
    while (pending > 0)
        pthread_cond_wait(&idle, &lock);
    is_over = 1;
    pthread_cond_broadcast(&work);
    pthread_mutex_unlock(&lock);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    printf("5! = %ld, 10! = %ld, 19! = %ld\n", results[5], results[10], results[19]);
    return 0;
}
