# long syscall(long number, ...): the door from a program into the kernel; every other wrapper goes through it or the next.
#
# The kernel takes the number in a7 and up to six arguments in a0 to a5, and answers in a0: a result, or an error
# number from 1 to 4095, negated. C code gets -1 and errno instead.

    .globl  syscall
syscall:
    mv      a7, a0
    mv      a0, a1
    mv      a1, a2
    mv      a2, a3
    mv      a3, a4
    mv      a4, a5
    mv      a5, a6
    ecall
returned:
    li      t0, -4095
    bgeu    a0, t0, failed      # as unsigned numbers, errors are the largest
    ret
failed:
    neg     a0, a0
    lui     t0, %tprel_hi(errno)
    add     t0, t0, tp, %tprel_add(errno)
    sw      a0, %tprel_lo(errno)(t0)
    li      a0, -1
    ret

# long cancellable_syscall(long number, ...): the same, unless the thread has been cancelled: then it ends.
#
# The request is a signal, whose handler is in pthread_cancel.c. It may come at any time. Before cancellable_begin and
# behind the call, to note it is enough. In between it would be overlooked: there the handler makes the thread go on in
# pthread_cancel_myself. While the call waits, the pc is that of the ecall still if the call is to be restarted. If it is
# one that is not, it fails with EINTR. A call that has done something returns, and the thread ends at a later one.

    .globl  cancellable_syscall, cancellable_begin, cancellable_end
    .weak   pthread_cancel_myself # without pthread_cancel nothing is ever due
cancellable_syscall:
    mv      a7, a0
    mv      a0, a1
    mv      a1, a2
    mv      a2, a3
    mv      a3, a4
    mv      a4, a5
    mv      a5, a6
cancellable_begin:
    lui     t0, %tprel_hi(cancellation_due)
    add     t0, t0, tp, %tprel_add(cancellation_due)
    lw      t0, %tprel_lo(cancellation_due)(t0)
    bnez    t0, cancelled
    ecall
cancellable_end:
    li      t0, -4              # EINTR
    bne     a0, t0, returned
    lui     t0, %tprel_hi(cancellation_due)
    add     t0, t0, tp, %tprel_add(cancellation_due)
    lw      t0, %tprel_lo(cancellation_due)(t0)
    beqz    t0, returned
cancelled:
    tail    pthread_cancel_myself
