/* System V shared memory: who uses a segment, and when it is gone. */
#include "segment.h"

/* Nothing can be asked about a segment that is gone. */
static void check_gone(void)
{
    struct shmid_ds buffer;
    CHECK(shmctl(id, IPC_STAT, &buffer) == -1 && (errno == EINVAL || errno == EIDRM));
    CHECK(shmat(id, NULL, 0) == (void *)-1 && (errno == EINVAL || errno == EIDRM));
}

static void status_tells_size_owner_and_users(void)
{
    new_segment(100);
    struct shmid_ds before = status();
    CHECK(before.shm_segsz == 100);
    CHECK(before.shm_nattch == 0);
    CHECK(before.shm_cpid == getpid() && before.shm_lpid == 0);
    CHECK((before.shm_perm.mode & 0777) == 0600);
    CHECK(before.shm_perm.uid == getuid() && before.shm_perm.cuid == getuid());
    CHECK(before.shm_atime == 0 && before.shm_dtime == 0 && before.shm_ctime != 0);
    attach();
    struct shmid_ds after = status();
    CHECK(after.shm_nattch == 1);
    CHECK(after.shm_lpid == getpid());
    CHECK(after.shm_atime != 0);
    remove_segment();
}

static void fork_and_exit_count_as_attach_and_detach(void)
{
    int gate[2];
    new_segment(PAGE);
    attach();
    CHECK(pipe(gate) == 0);
    pid_t child = fork();
    if (child == 0) {
        await_byte(gate[0]);
        _exit(failures != 0);
    }
    CHECK(status().shm_nattch == 2);
    send_byte(gate[1]);
    CHECK(exit_status(child) == 0);
    CHECK(status().shm_nattch == 1);
    remove_segment();
}

static void a_removed_segment_lives_until_the_last_detaches(void)
{
    key_t key = own_key();
    id = shmget(key, PAGE, IPC_CREAT | IPC_EXCL | 0600);
    attach();
    attached[0] = 1;
    remove_segment();
    CHECK_FAILS(shmget(key, PAGE, 0), ENOENT);
    CHECK(status().shm_perm.mode & SHM_DEST);
    CHECK(attached[0] == 1);
    CHECK(shmdt(attached) == 0);
    check_gone();
}

static void a_removed_segment_can_be_attached_while_it_lives(void)
{
    new_segment(PAGE);
    attach();
    attached[0] = 7;
    remove_segment();
    char *again = shmat(id, NULL, 0);
    CHECK(again != (void *)-1 && again[0] == 7 && status().shm_nattch == 2);
    CHECK(shmdt(attached) == 0 && shmdt(again) == 0);
    check_gone();
}

static void the_number_of_a_segment_that_is_gone_is_not_used_again_at_once(void)
{
    new_segment(PAGE);
    int first = id;
    remove_segment();
    new_segment(PAGE);
    CHECK(id != first && shmat(first, NULL, 0) == (void *)-1);
    remove_segment();
}

static void all_segments_can_be_listed(void)
{
    struct shm_info usage;
    struct shmid_ds buffer;
    int found = 0;
    new_segment(3 * PAGE);
    int highest = shmctl(0, SHM_INFO, (struct shmid_ds *)&usage);
    CHECK(highest >= 0 && usage.used_ids >= 1 && usage.shm_tot >= 3);
    for (int i = 0; i <= highest; i++)
        found += shmctl(i, SHM_STAT, &buffer) == id && buffer.shm_segsz == 3 * PAGE;
    CHECK(found == 1);
    remove_segment();
}

static void a_removed_segment_that_nobody_uses_is_gone_at_once(void)
{
    new_segment(PAGE);
    remove_segment();
    check_gone();
    CHECK(shmctl(id, IPC_RMID, NULL) == -1 && (errno == EINVAL || errno == EIDRM));
}

static void ipc_set_changes_the_permissions(void)
{
    new_segment(PAGE);
    struct shmid_ds buffer = status();
    buffer.shm_perm.mode = 0640;
    CHECK(shmctl(id, IPC_SET, &buffer) == 0);
    CHECK((status().shm_perm.mode & 0777) == 0640);
    remove_segment();
}

int main(void)
{
    RUN(status_tells_size_owner_and_users);
    RUN(fork_and_exit_count_as_attach_and_detach);
    RUN(a_removed_segment_lives_until_the_last_detaches);
    RUN(a_removed_segment_can_be_attached_while_it_lives);
    RUN(the_number_of_a_segment_that_is_gone_is_not_used_again_at_once);
    RUN(all_segments_can_be_listed);
    RUN(a_removed_segment_that_nobody_uses_is_gone_at_once);
    RUN(ipc_set_changes_the_permissions);
    return finish();
}
