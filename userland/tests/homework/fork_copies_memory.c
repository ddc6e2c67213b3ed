/* After fork each process has memory of its own, but both share the position in an open file. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    char name[] = "/tmp/copies-XXXXXX", text[7] = "";
    int number = 5, file = mkstemp(name);
    if (file < 0 || write(file, "abcdef", 6) != 6 || lseek(file, 0, SEEK_SET) != 0)
        return 1;
    pid_t child = fork();
    if (child == 0) {
        number = 7;
        _exit(read(file, text, 2) == 2 ? number : 1);
    }
    int status;
    waitpid(child, &status, 0);
    if (read(file, text, 2) != 2)
        return 1;
    printf("the child's number is %d, the parent's %d\n", WEXITSTATUS(status), number);
    printf("the parent reads on at \"%s\"\n", text);
    close(file);
    unlink(name);
    return 0;
}
