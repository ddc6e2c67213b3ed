/* System V shared memory: finding, attaching and detaching segments. */
#include "segment.h"
#include <sys/resource.h>
#include <stdint.h>

static void a_new_segment_is_full_of_zeros(void)
{
    new_segment(3 * PAGE);
    attach();
    remove_segment();
    CHECK((uintptr_t)attached % SHMLBA == 0);
    for (int i = 0; i < 3 * PAGE; i++)
        if (attached[i])
            CHECK(!"zero");
}

static void processes_that_attach_it_share_it(void)
{
    new_segment(PAGE);
    pid_t child = fork();
    if (child == 0) {
        attach();
        strcpy(attached, "written by the child");
        _exit(failures != 0);
    }
    CHECK(exit_status(child) == 0);
    attach();
    CHECK(strcmp(attached, "written by the child") == 0); /* it outlived its only user */
    remove_segment();
}

static void a_child_inherits_what_is_attached(void)
{
    new_segment(PAGE);
    attach();
    remove_segment();
    pid_t child = fork();
    if (child == 0) {
        attached[5] = 7;
        _exit(0);
    }
    CHECK(exit_status(child) == 0);
    CHECK(attached[5] == 7);
}

static void one_process_may_attach_it_twice(void)
{
    new_segment(PAGE);
    attach();
    char *second = shmat(id, NULL, 0);
    CHECK(second != (void *)-1 && second != attached);
    attached[9] = 3;
    CHECK(second[9] == 3);
    CHECK(status().shm_nattch == 2);
    CHECK(shmdt(attached) == 0);
    CHECK(second[9] == 3);
    CHECK(status().shm_nattch == 1);
    remove_segment();
}

static void a_key_finds_the_segment_again(void)
{
    key_t key = own_key();
    id = shmget(key, 2 * PAGE, IPC_CREAT | IPC_EXCL | 0600);
    CHECK(id >= 0);
    CHECK(shmget(key, 2 * PAGE, 0) == id);
    CHECK(shmget(key, 0, 0) == id);
    CHECK(shmget(key, PAGE, IPC_CREAT | 0600) == id);
    CHECK_FAILS(shmget(key, PAGE, IPC_CREAT | IPC_EXCL | 0600), EEXIST);
    CHECK_FAILS(shmget(key, 2 * PAGE + 1, 0), EINVAL);
    remove_segment();
    CHECK_FAILS(shmget(key, PAGE, 0), ENOENT);
}

static void ipc_private_always_makes_a_new_segment(void)
{
    new_segment(PAGE);
    int first = id;
    new_segment(PAGE);
    CHECK(id != first);
    remove_segment();
    id = first;
    remove_segment();
}

static void impossible_sizes_fail_with_einval(void)
{
    CHECK_FAILS(shmget(IPC_PRIVATE, 0, IPC_CREAT | 0600), EINVAL);
    CHECK_FAILS(shmget(IPC_PRIVATE, (size_t)-1, IPC_CREAT | 0600), EINVAL);
}

static void store(void)
{
    attached[0] = 1;
}

static void load(void)
{
    (void)*(volatile char *)attached;
}

static void a_read_only_attachment_faults_on_stores(void)
{
    new_segment(PAGE);
    attached = shmat(id, NULL, SHM_RDONLY);
    remove_segment();
    CHECK(attached != (void *)-1);
    CHECK(exit_status(start(load)) == 0);
    CHECK(death_signal(start(store)) == SIGSEGV);
}

static void a_detached_segment_faults(void)
{
    new_segment(PAGE);
    attach();
    CHECK(shmdt(attached) == 0);
    remove_segment();
    CHECK(death_signal(start(load)) == SIGSEGV);
}

static char *free_address(void)
{
    char *memory = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(memory, 4 * PAGE);
    return memory;
}

static void the_address_may_be_chosen(void)
{
    char *address = free_address();
    new_segment(PAGE);
    CHECK(shmat(id, address, 0) == address);
    CHECK(shmdt(address) == 0);
    CHECK_FAILS(shmat(id, address + 100, 0), EINVAL);
    CHECK(shmat(id, address + 100, SHM_RND) == address);
    remove_segment();
}

static void only_shm_remap_replaces_a_mapping(void)
{
    char *memory = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memory[0] = 1;
    new_segment(PAGE);
    CHECK_FAILS(shmat(id, memory, 0), EINVAL);
    CHECK(memory[0] == 1);
    if (!on_qemu())
        CHECK_FAILS(shmat(id, NULL, SHM_REMAP), EINVAL);
    CHECK(shmat(id, memory, SHM_REMAP) == memory);
    CHECK(memory[0] == 0);
    remove_segment();
}

static void attachments_count_against_the_limit_of_memory(void)
{
    struct rlimit small = {32 << 20, 32 << 20};
    if (on_qemu())
        skip("qemu-user does not set this limit");
    new_segment(64 << 20);
    CHECK(setrlimit(RLIMIT_AS, &small) == 0);
    CHECK_FAILS(shmat(id, NULL, 0), ENOMEM);
    CHECK_FAILS(shmat(id, (void *)0x10000000, 0), ENOMEM);
    CHECK(status().shm_nattch == 0);
    remove_segment();
}

static void bad_arguments_fail_with_einval(void)
{
    struct shmid_ds buffer;
    new_segment(PAGE);
    CHECK_FAILS(shmat(-1, NULL, 0), EINVAL);
    CHECK_FAILS(shmat(0x7fffffff, NULL, 0), EINVAL);
    CHECK_FAILS(shmctl(-1, IPC_STAT, &buffer), EINVAL);
    CHECK_FAILS(shmctl(0x7fffffff, IPC_RMID, NULL), EINVAL);
    CHECK_FAILS(shmctl(id, 12345, &buffer), EINVAL);
    CHECK_FAILS(shmdt(NULL), EINVAL);
    CHECK_FAILS(shmdt(free_address()), EINVAL);
    attach();
    CHECK_FAILS(shmdt(attached + 1), EINVAL);
    CHECK(shmdt(attached) == 0);
    CHECK_FAILS(shmdt(attached), EINVAL);
    remove_segment();
}

int main(void)
{
    RUN(a_new_segment_is_full_of_zeros);
    RUN(processes_that_attach_it_share_it);
    RUN(a_child_inherits_what_is_attached);
    RUN(one_process_may_attach_it_twice);
    RUN(a_key_finds_the_segment_again);
    RUN(ipc_private_always_makes_a_new_segment);
    RUN(impossible_sizes_fail_with_einval);
    RUN(a_read_only_attachment_faults_on_stores);
    RUN(a_detached_segment_faults);
    RUN(the_address_may_be_chosen);
    RUN(only_shm_remap_replaces_a_mapping);
    RUN(attachments_count_against_the_limit_of_memory);
    RUN(bad_arguments_fail_with_einval);
    return finish();
}
