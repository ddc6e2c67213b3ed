/* System V semaphores: what operations do to values, and what semctl tells and changes. */
#include "semaphores.h"
#include <limits.h>

static void new_semaphores_are_0(void)
{
    new_set(3);
    for (int i = 0; i < 3; i++) {
        CHECK(value(i) == 0);
        CHECK(semctl(set, i, GETPID) == 0 && semctl(set, i, GETNCNT) == 0 && semctl(set, i, GETZCNT) == 0);
    }
    remove_set();
}

static void operations_add_and_take(void)
{
    new_set(2);
    CHECK(operate(1, 5, 0) == 0 && value(1) == 5 && value(0) == 0);
    CHECK(operate(1, -3, 0) == 0 && value(1) == 2);
    CHECK_FAILS(operate(1, -3, IPC_NOWAIT), EAGAIN);
    CHECK(value(1) == 2);
    CHECK(operate(0, 0, 0) == 0);
    CHECK_FAILS(operate(1, 0, IPC_NOWAIT), EAGAIN);
    remove_set();
}

static void all_operations_of_a_call_happen_or_none(void)
{
    new_set(3);
    struct sembuf operations[] = {{0, 2, 0}, {1, 3, 0}, {2, -1, IPC_NOWAIT}};
    CHECK_FAILS(semop(set, operations, 3), EAGAIN);
    CHECK(value(0) == 0 && value(1) == 0 && value(2) == 0);
    set_value(2, 1);
    CHECK(semop(set, operations, 3) == 0);
    CHECK(value(0) == 2 && value(1) == 3 && value(2) == 0);
    remove_set();
}

static void operations_of_a_call_happen_in_their_order(void)
{
    new_set(1);
    struct sembuf up_down[] = {{0, 4, 0}, {0, -4, 0}, {0, 0, IPC_NOWAIT}, {0, 1, 0}};
    CHECK(semop(set, up_down, 4) == 0 && value(0) == 1);
    struct sembuf down_up[] = {{0, -2, IPC_NOWAIT}, {0, 5, 0}};
    CHECK_FAILS(semop(set, down_up, 2), EAGAIN);
    CHECK(value(0) == 1);
    remove_set();
}

static void values_above_the_limit_fail_with_erange(void)
{
    new_set(2);
    CHECK(operate(0, MAX_VALUE, 0) == 0 && value(0) == MAX_VALUE);
    CHECK_FAILS(operate(0, 1, 0), ERANGE);
    struct sembuf operations[] = {{1, 1, 0}, {0, 1, 0}};
    CHECK_FAILS(semop(set, operations, 2), ERANGE);
    CHECK(value(0) == MAX_VALUE && value(1) == 0);
    CHECK_FAILS(semctl(set, 0, SETVAL, MAX_VALUE + 1), ERANGE);
    CHECK_FAILS(semctl(set, 0, SETVAL, -1), ERANGE);
    unsigned short values[] = {1, MAX_VALUE + 1};
    CHECK_FAILS(semctl(set, 0, SETALL, values), ERANGE);
    CHECK(value(0) == MAX_VALUE);
    remove_set();
}

static void a_call_takes_500_operations_at_most(void)
{
    static struct sembuf operations[501];
    new_set(1);
    for (int i = 0; i < 501; i++)
        operations[i] = (struct sembuf){0, 1, 0};
    CHECK_FAILS(semop(set, operations, 501), E2BIG);
    CHECK(semop(set, operations, 500) == 0 && value(0) == 500);
    CHECK_FAILS(semop(set, operations, 0), EINVAL);
    CHECK_FAILS(syscall(SYS_semop, set, operations, -1L), E2BIG);
    remove_set();
}

static void a_semaphore_beyond_the_set_fails_with_efbig(void)
{
    new_set(2);
    CHECK_FAILS(operate(2, 1, 0), EFBIG);
    CHECK_FAILS(operate(65535, 1, 0), EFBIG);
    CHECK_FAILS(semctl(set, 2, GETVAL), EINVAL);
    CHECK_FAILS(semctl(set, -1, GETVAL), EINVAL);
    CHECK_FAILS(semctl(set, 2, SETVAL, 1), EINVAL);
    remove_set();
}

static void unknown_sets_and_commands_fail_with_einval(void)
{
    new_set(1);
    CHECK_FAILS(semctl(set, 0, 12345), EINVAL);
    remove_set();
    int bad[] = {set, -1, INT_MAX};
    for (int i = 0; i < 3; i++) {
        set = bad[i];
        CHECK_FAILS(operate(0, 1, 0), EINVAL);
        CHECK_FAILS(semctl(set, 0, GETVAL), EINVAL);
        CHECK_FAILS(semctl(set, 0, SETVAL, 0), EINVAL);
        CHECK_FAILS(semctl(set, 0, IPC_RMID), EINVAL);
    }
}

static void bad_pointers_fail_with_efault(void)
{
    char *bad = (char *)8;
    new_set(1);
    CHECK_FAILS(syscall(SYS_semop, set, bad, 1), EFAULT);
    CHECK_FAILS(syscall(SYS_semtimedop, set, bad, 1, NULL), EFAULT);
    struct sembuf up = {0, 1, 0};
    CHECK_FAILS(syscall(SYS_semtimedop, set, &up, 1, bad), EFAULT);
    CHECK_FAILS(syscall(SYS_semctl, set, 0, IPC_STAT, bad), EFAULT);
    CHECK_FAILS(syscall(SYS_semctl, set, 0, IPC_SET, bad), EFAULT);
    CHECK_FAILS(syscall(SYS_semctl, set, 0, IPC_INFO, bad), EFAULT);
    CHECK_FAILS(syscall(SYS_semctl, set, 0, GETALL, bad), EFAULT);
    CHECK_FAILS(syscall(SYS_semctl, set, 0, SETALL, bad), EFAULT);
    CHECK(value(0) == 0);
    remove_set();
}

static void all_values_are_read_and_written_at_once(void)
{
    unsigned short values[] = {7, 0, MAX_VALUE}, read_back[4] = {9, 9, 9, 9};
    new_set(3);
    CHECK(semctl(set, 0, SETALL, values) == 0);
    CHECK(semctl(set, 0, GETALL, read_back) == 0);
    CHECK(memcmp(values, read_back, sizeof values) == 0 && read_back[3] == 9);
    CHECK(value(0) == 7 && value(2) == MAX_VALUE);
    remove_set();
}

static void a_key_finds_the_set_again(void)
{
    key_t key = 0x53450000 + getpid() % 0x10000;
    CHECK_FAILS(semget(key, 2, 0), ENOENT);
    set = semget(key, 2, IPC_CREAT | IPC_EXCL | 0600);
    CHECK(set >= 0);
    CHECK(semget(key, 0, 0) == set && semget(key, 1, 0) == set && semget(key, 2, IPC_CREAT | 0600) == set);
    CHECK_FAILS(semget(key, 3, 0), EINVAL);
    CHECK_FAILS(semget(key, 2, IPC_CREAT | IPC_EXCL | 0600), EEXIST);
    remove_set();
    CHECK_FAILS(semget(key, 2, 0), ENOENT);
    CHECK_FAILS(semget(IPC_PRIVATE, 0, 0600), EINVAL);
    CHECK_FAILS(semget(IPC_PRIVATE, -1, 0600), EINVAL);
    CHECK_FAILS(semget(IPC_PRIVATE, INT_MAX, 0600), EINVAL);
}

static struct semid_ds status(void)
{
    struct semid_ds buffer;
    memset(&buffer, 0xff, sizeof buffer);
    CHECK(semctl(set, 0, IPC_STAT, &buffer) == 0);
    return buffer;
}

static void status_tells_of_the_set(void)
{
    new_set(4);
    struct semid_ds fresh = status();
    CHECK(fresh.sem_otime == 0 && fresh.sem_ctime != 0 && fresh.sem_nsems == 4);
    CHECK((fresh.sem_perm.mode & 0777) == 0600 && fresh.sem_perm.uid == getuid());
    CHECK(operate(3, 1, 0) == 0);
    CHECK(status().sem_otime != 0);
    CHECK(semctl(set, 3, GETPID) == getpid() && semctl(set, 2, GETPID) == 0);
    struct semid_ds change = status();
    change.sem_perm.mode = 0640;
    CHECK(semctl(set, 0, IPC_SET, &change) == 0);
    CHECK((status().sem_perm.mode & 0777) == 0640);
    remove_set();
}

static void info_tells_limits_and_usage(void)
{
    struct seminfo limits, usage;
    new_set(6);
    CHECK(semctl(0, 0, IPC_INFO, &limits) >= 0);
    CHECK(limits.semmsl == 32000 && limits.semopm == 500 && limits.semvmx == MAX_VALUE && limits.semmni == 32000);
    int highest = semctl(0, 0, SEM_INFO, &usage);
    CHECK(usage.semusz >= 1 && usage.semaem >= 6);
    int found = 0;
    for (int i = 0; i <= highest; i++) {
        struct semid_ds buffer;
        found += semctl(i, 0, SEM_STAT, &buffer) == set && buffer.sem_nsems == 6;
    }
    CHECK(found == 1);
    remove_set();
}

int main(void)
{
    RUN(new_semaphores_are_0);
    RUN(operations_add_and_take);
    RUN(all_operations_of_a_call_happen_or_none);
    RUN(operations_of_a_call_happen_in_their_order);
    RUN(values_above_the_limit_fail_with_erange);
    RUN(a_call_takes_500_operations_at_most);
    RUN(a_semaphore_beyond_the_set_fails_with_efbig);
    RUN(unknown_sets_and_commands_fail_with_einval);
    RUN(bad_pointers_fail_with_efault);
    RUN(all_values_are_read_and_written_at_once);
    RUN(a_key_finds_the_set_again);
    RUN(status_tells_of_the_set);
    RUN(info_tells_limits_and_usage);
    return finish();
}
