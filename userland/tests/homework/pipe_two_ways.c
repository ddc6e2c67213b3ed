/* Two pipes: a child answers each number with its square. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int to_child[2], to_parent[2], number;
    if (pipe(to_child) != 0 || pipe(to_parent) != 0)
        return 1;
    if (fork() == 0) {
        close(to_child[1]);
        while (read(to_child[0], &number, sizeof number) == sizeof number) {
            number *= number;
            if (write(to_parent[1], &number, sizeof number) != sizeof number)
                _exit(1);
        }
        _exit(0);
    }
    close(to_child[0]);
    for (int i = 1; i <= 5; i++) {
        if (write(to_child[1], &i, sizeof i) != sizeof i || read(to_parent[0], &number, sizeof number) != sizeof number)
            return 1;
        printf("%d squared is %d\n", i, number);
    }
    close(to_child[1]);
    int status;
    wait(&status);
    return status;
}
