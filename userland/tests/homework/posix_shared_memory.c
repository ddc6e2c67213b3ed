/* shm_open gives shared memory a name; a semaphore within it says when there is something to read. */
#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared { sem_t filled; int numbers[10]; };

int main(void)
{
    shm_unlink("/homework-memory");
    int fd = shm_open("/homework-memory", O_CREAT | O_EXCL | O_RDWR, 0600);
    if (fd < 0 || ftruncate(fd, sizeof(struct shared)) != 0)
        return 1;
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    sem_init(&shared->filled, 1, 0);
    if (fork() == 0) {
        int own = shm_open("/homework-memory", O_RDWR, 0);
        struct shared *same = mmap(NULL, sizeof *same, PROT_READ | PROT_WRITE, MAP_SHARED, own, 0);
        for (int i = 0; i < 10; i++)
            same->numbers[i] = i * i;
        sem_post(&same->filled);
        _exit(0);
    }
    sem_wait(&shared->filled);
    int sum = 0;
    for (int i = 0; i < 10; i++)
        sum += shared->numbers[i];
    printf("the child's squares add up to %d\n", sum);
    wait(NULL);
    printf("unlink: %d\n", shm_unlink("/homework-memory"));
    printf("again: %d\n", shm_unlink("/homework-memory"));
    return 0;
}
