/* A thread is a clone that shares everything with its maker. It cannot use the maker's stack, and so cannot return
 * from the function that makes it either: the few instructions below find what to run on the new stack. */
#include <stddef.h>
#include <sync/futex.h>
#include <sync/thread.h>
#include <sync/thread_storage.h>
#include <sys/mman.h>

enum { PAGE = 4096, STACK_SIZE = 64 * 1024 };

/* With Foal's C library each thread has its own variables. Others keep more there than they tell: then the threads made here
 * have those of their maker. */
#ifdef __linux__
enum { OWN_STORAGE = 0 };
#else
enum { OWN_STORAGE = 0x80000 }; /* CLONE_SETTLS */
#endif

enum {
    CLONE_VM = 0x100,
    CLONE_FS = 0x200,
    CLONE_FILES = 0x400,
    CLONE_SIGHAND = 0x800,
    CLONE_THREAD = 0x10000,
    CLONE_SYSVSEM = 0x40000,
    CLONE_PARENT_SETTID = 0x100000,
    CLONE_CHILD_CLEARTID = 0x200000,
    FLAGS = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |
            CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID | OWN_STORAGE,
};

/* The arguments are those of clone. On the new stack lie the function to call and its argument. */
long sync_clone_thread(long flags, void *stack, int *parent_tid, void *tls, int *child_tid);

asm("sync_clone_thread:\n"
    "    li      a7, 220\n"
    "    ecall\n"
    "    bnez    a0, 1f\n" /* the maker */
    "    ld      a1, 0(sp)\n"
    "    ld      a0, 8(sp)\n"
    "    li      s0, 0\n" /* the chain of frame pointers ends here: the maker's frames are not this thread's */
    "    jalr    a1\n"
    "    li      a0, 0\n"
    "    li      a7, 93\n" /* exit: of this thread alone */
    "    ecall\n"
    "1:  ret\n");

int thread_create(struct thread *thread, void (*body)(void *), void *argument)
{
    return thread_create_with_stack(thread, STACK_SIZE, body, argument);
}

static size_t storage_size(void)
{
    return OWN_STORAGE ? thread_storage_size() : 0;
}

/* What lies below this address becomes the thread's storage, and below that its stack. */
static int start(struct thread *thread, char *end, size_t storage, void (*body)(void *), void *argument)
{
    void *tp = OWN_STORAGE ? thread_storage_begin(end) : NULL;
    void **top = (void **)(end - storage) - 2;
    top[0] = (void *)body;
    top[1] = argument;
    return sync_clone_thread(FLAGS, top, &thread->tid, tp, &thread->tid) > 0 ? 0 : -1;
}

int thread_create_with_stack(struct thread *thread, size_t stack_size, void (*body)(void *), void *argument)
{
    size_t storage = storage_size();
    stack_size += storage / PAGE * PAGE; /* what is less than a page comes out of the stack */
    char *stack = mmap(NULL, stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (stack == MAP_FAILED)
        return -1;
    thread->stack = stack;
    thread->stack_size = stack_size;
    if (start(thread, stack + stack_size, storage, body, argument) == 0)
        return 0;
    munmap(stack, stack_size);
    return -1;
}

int thread_create_on_stack(struct thread *thread, void *end, void (*body)(void *), void *argument)
{
    thread->stack = NULL;
    return start(thread, end, storage_size(), body, argument);
}

void thread_join(struct thread *thread)
{
    int tid;
    while ((tid = __atomic_load_n(&thread->tid, __ATOMIC_ACQUIRE)) != 0)
        futex_wait(&thread->tid, tid);
    if (thread->stack)
        munmap(thread->stack, thread->stack_size);
}
