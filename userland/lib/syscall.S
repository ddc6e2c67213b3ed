# long syscall(long number, ...): the door from a program into the kernel; every other wrapper goes through it.
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
    li      t0, -4095
    bgeu    a0, t0, failed      # as unsigned numbers, errors are the largest
    ret
failed:
    neg     a0, a0
    la      t0, errno
    sw      a0, 0(t0)
    li      a0, -1
    ret
