# exit_group(42)
.global main
main:
    li a0, 42
    li a7, 94
    ecall
