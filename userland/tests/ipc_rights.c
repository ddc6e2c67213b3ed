/* Who may use, change and remove the objects of others: System V memory, queues and semaphores, POSIX
 * queues, memory and semaphores. */
#include "nobody.h"
#include <fcntl.h>
#include <mqueue.h>
#include <semaphore.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>

static int id;
static char name[40];
static struct {
    long type;
    char text[8];
} message = {1, "text"};

static void try_the_private_set(void)
{
    struct sembuf up = {0, 1, 0}, zero = {0, 0, IPC_NOWAIT};
    struct semid_ds status;
    CHECK_FAILS(semop(id, &up, 1), EACCES);
    CHECK_FAILS(semop(id, &zero, 1), EACCES);
    CHECK_FAILS(semctl(id, 0, GETVAL), EACCES);
    CHECK_FAILS(semctl(id, 0, SETVAL, 1), EACCES);
    CHECK_FAILS(semctl(id, 0, IPC_STAT, &status), EACCES);
    CHECK_FAILS(semctl(id, 0, IPC_RMID), EPERM);
}

static void try_the_readable_set(void)
{
    struct sembuf up = {0, 1, 0}, zero = {0, 0, IPC_NOWAIT};
    struct semid_ds status;
    CHECK_FAILS(semop(id, &up, 1), EACCES);
    CHECK(semop(id, &zero, 1) == 0);
    CHECK(semctl(id, 0, GETVAL) == 0);
    CHECK_FAILS(semctl(id, 0, SETVAL, 1), EACCES);
    CHECK(semctl(id, 0, IPC_STAT, &status) == 0 && status.sem_perm.cuid != NOBODY);
    CHECK_FAILS(semctl(id, 0, IPC_SET, &status), EPERM);
}

static void semaphores_are_used_by_their_mode(void)
{
    id = semget(IPC_PRIVATE, 1, 0600);
    CHECK(id >= 0);
    as_nobody(try_the_private_set);
    CHECK(semctl(id, 0, IPC_RMID) == 0);
    id = semget(IPC_PRIVATE, 1, 0644);
    as_nobody(try_the_readable_set);
    CHECK(semctl(id, 0, IPC_RMID) == 0);
}

static void try_the_queue(void)
{
    struct msqid_ds status;
    CHECK(msgsnd(id, &message, 4, 0) == 0);
    CHECK_FAILS(msgrcv(id, &message, 4, 0, IPC_NOWAIT), EACCES);
    CHECK_FAILS(msgctl(id, IPC_STAT, &status), EACCES);
    CHECK_FAILS(msgctl(id, IPC_RMID, NULL), EPERM);
}

static void message_queues_are_used_by_their_mode(void)
{
    id = msgget(IPC_PRIVATE, 0622);
    CHECK(id >= 0);
    as_nobody(try_the_queue);
    CHECK(msgrcv(id, &message, 4, 0, IPC_NOWAIT) == 4);
    CHECK(msgctl(id, IPC_RMID, NULL) == 0);
}

static void try_the_segment(void)
{
    struct shmid_ds status;
    CHECK_FAILS(shmat(id, NULL, 0), EACCES);
    char *memory = shmat(id, NULL, SHM_RDONLY);
    CHECK(memory != (void *)-1 && strcmp(memory, "shared") == 0);
    CHECK(shmctl(id, IPC_STAT, &status) == 0 && status.shm_perm.cuid != NOBODY);
    CHECK_FAILS(shmctl(id, IPC_RMID, NULL), EPERM);
}

static void segments_are_attached_by_their_mode(void)
{
    id = shmget(IPC_PRIVATE, PAGE, 0644);
    char *memory = shmat(id, NULL, 0);
    CHECK(memory != (void *)-1);
    strcpy(memory, "shared");
    as_nobody(try_the_segment);
    CHECK(shmctl(id, IPC_RMID, NULL) == 0);
}

static void try_the_key(void)
{
    key_t key = 0x52470000 + getppid() % 0x10000;
    CHECK(semget(key, 1, 0444) == id);
    CHECK(semget(key, 1, 0) == id);
    CHECK_FAILS(semget(key, 1, 0666), EACCES);
}

static void a_key_finds_only_what_one_may_use(void)
{
    id = semget(0x52470000 + getpid() % 0x10000, 1, IPC_CREAT | IPC_EXCL | 0644);
    CHECK(id >= 0);
    as_nobody(try_the_key);
    CHECK(semctl(id, 0, IPC_RMID) == 0);
}

static void make_and_give_away(void)
{
    struct semid_ds status;
    id = semget(IPC_PRIVATE, 1, 0600);
    CHECK(semctl(id, 0, IPC_STAT, &status) == 0 && status.sem_perm.uid == NOBODY && status.sem_perm.cuid == NOBODY);
    status.sem_perm.uid = 1;
    status.sem_perm.mode = 0;
    CHECK(semctl(id, 0, IPC_SET, &status) == 0);
    CHECK_FAILS(semctl(id, 0, GETVAL), EACCES);
    CHECK(semctl(id, 0, IPC_RMID) == 0); /* its maker may, whoever owns it now */
}

static void the_maker_of_an_object_keeps_the_right_to_remove_it(void)
{
    as_nobody(make_and_give_away);
}

static void try_the_posix_queue(void)
{
    CHECK_FAILS(mq_open(name, O_RDWR), EACCES);
    CHECK_FAILS(mq_open(name, O_WRONLY), EACCES);
    CHECK(mq_open(name, O_RDONLY) >= 0);
    CHECK_FAILS(mq_unlink(name), EACCES);
}

static void posix_queues_are_opened_by_their_mode(void)
{
    sprintf(name, "/foal-rights-%d", getpid());
    CHECK(mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0644, NULL) >= 0);
    as_nobody(try_the_posix_queue);
    CHECK(mq_unlink(name) == 0);
}

static void try_the_posix_memory(void)
{
    CHECK_FAILS(shm_open(name, O_RDWR, 0), EACCES);
    int fd = shm_open(name, O_RDONLY, 0);
    CHECK(fd >= 0);
    CHECK(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) == MAP_FAILED && errno == EACCES);
    CHECK(mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0) != MAP_FAILED);
    CHECK_FAILS(ftruncate(fd, 0), EINVAL);
    CHECK_FAILS(shm_unlink(name), EACCES);
}

static void posix_memory_is_opened_by_its_mode(void)
{
    sprintf(name, "/foal-rights-%d", getpid());
    int fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0644);
    CHECK(fd >= 0 && ftruncate(fd, PAGE) == 0);
    as_nobody(try_the_posix_memory);
    CHECK(shm_unlink(name) == 0);
}

static void try_the_posix_semaphore(void)
{
    CHECK(sem_open(name, 0) == SEM_FAILED && errno == EACCES);
    CHECK(sem_unlink(name) == -1 && (errno == EACCES || errno == EPERM));
}

static void posix_semaphores_are_opened_by_their_mode(void)
{
    sprintf(name, "/foal-rights-%d", getpid());
    CHECK(sem_open(name, O_CREAT | O_EXCL, 0600, 1) != SEM_FAILED);
    as_nobody(try_the_posix_semaphore);
    CHECK(sem_unlink(name) == 0);
}

static void go_beyond_the_limits(void)
{
    int ends[2];
    struct msqid_ds status;
    struct mq_attr many = {.mq_maxmsg = 11, .mq_msgsize = 10}, large = {.mq_maxmsg = 1, .mq_msgsize = 8193};
    CHECK(pipe(ends) == 0);
    CHECK(fcntl(ends[0], F_SETPIPE_SZ, 1 << 20) == 1 << 20);
    CHECK_FAILS(fcntl(ends[0], F_SETPIPE_SZ, (1 << 20) + 1), EPERM);
    sprintf(name, "/foal-rights-%d", getpid());
    CHECK_FAILS(mq_open(name, O_RDWR | O_CREAT, 0600, &many), EINVAL);
    CHECK_FAILS(mq_open(name, O_RDWR | O_CREAT, 0600, &large), EINVAL);
    id = msgget(IPC_PRIVATE, 0600);
    CHECK(msgctl(id, IPC_STAT, &status) == 0);
    status.msg_qbytes++;
    CHECK_FAILS(msgctl(id, IPC_SET, &status), EPERM);
    status.msg_qbytes = 1;
    CHECK(msgctl(id, IPC_SET, &status) == 0);
    status.msg_qbytes = 16384; /* as much as it had at first: MSGMNB */
    CHECK(msgctl(id, IPC_SET, &status) == 0);
    CHECK(msgctl(id, IPC_RMID, NULL) == 0);
}

static void only_root_goes_beyond_the_limits(void)
{
    as_nobody(go_beyond_the_limits);
}

int main(void)
{
    RUN(semaphores_are_used_by_their_mode);
    RUN(message_queues_are_used_by_their_mode);
    RUN(segments_are_attached_by_their_mode);
    RUN(a_key_finds_only_what_one_may_use);
    RUN(the_maker_of_an_object_keeps_the_right_to_remove_it);
    RUN(posix_queues_are_opened_by_their_mode);
    RUN(posix_memory_is_opened_by_its_mode);
    RUN(posix_semaphores_are_opened_by_their_mode);
    RUN(only_root_goes_beyond_the_limits);
    return finish();
}
