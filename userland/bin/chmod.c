/* chmod: changes the permissions of files
 *
 *     chmod 644 FILE...
 *     chmod u+x,go-w FILE...
 */
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The bits of all that a letter stands for: 7 for each of user, group and others. */
static mode_t who(const char **text)
{
    mode_t mask = 0;
    for (; **text && strchr("ugoa", **text); ++*text)
        mask |= **text == 'u' ? 0700 : **text == 'g' ? 0070 : **text == 'o' ? 0007 : 0777;
    return mask ? mask : 0777;
}

/* One part of "u+x,go-w"; what the text then is at. */
static const char *apply(const char *text, mode_t *mode)
{
    mode_t mask = who(&text);
    char operator = *text;
    mode_t bits = 0;
    if (!operator || !strchr("+-=", operator))
        errx(2, "invalid mode");
    for (text++; *text && *text != ','; text++) {
        if (*text == 'r')
            bits |= 0444;
        else if (*text == 'w')
            bits |= 0222;
        else if (*text == 'x' || (*text == 'X' && (S_ISDIR(*mode) || (*mode & 0111))))
            bits |= 0111;
        else if (*text != 'X')
            errx(2, "invalid mode");
    }
    bits &= mask;
    if (operator == '+')
        *mode |= bits;
    else if (operator == '-')
        *mode &= ~bits;
    else
        *mode = (*mode & ~mask) | bits;
    return text;
}

int main(int argc, char *argv[])
{
    if (argc < 3)
        errx(2, "usage: chmod MODE FILE...");
    char *end;
    mode_t fixed = strtol(argv[1], &end, 8);
    int is_number = end > argv[1] && !*end, failed = 0;
    for (int i = 2; i < argc; i++) {
        struct stat status = {0};
        mode_t mode = fixed;
        if (stat(argv[i], &status) == 0 && !is_number) {
            mode = status.st_mode;
            for (const char *text = argv[1]; *(text = apply(text, &mode)); text++)
                ;
        }
        if (chmod(argv[i], mode & 07777) < 0) {
            warn("cannot change %s", argv[i]);
            failed = 1;
        }
    }
    return failed;
}
