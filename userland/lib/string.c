/* Texts: bytes up to a null byte. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

size_t strlen(const char *text)
{
    size_t length = 0;
    while (text[length])
        length++;
    return length;
}

size_t strnlen(const char *text, size_t limit)
{
    size_t length = 0;
    while (length < limit && text[length])
        length++;
    return length;
}

char *stpcpy(char *to, const char *from)
{
    while ((*to = *from++))
        to++;
    return to;
}

char *strcpy(char *to, const char *from)
{
    stpcpy(to, from);
    return to;
}

/* Fills the target exactly: cuts the text off without a null byte, or pads it with many. */
char *strncpy(char *to, const char *from, size_t count)
{
    size_t length = strnlen(from, count);
    memcpy(to, from, length);
    memset(to + length, '\0', count - length);
    return to;
}

char *strcat(char *to, const char *from)
{
    strcpy(to + strlen(to), from);
    return to;
}

char *strncat(char *to, const char *from, size_t count)
{
    char *end = to + strlen(to);
    size_t length = strnlen(from, count);
    memcpy(end, from, length);
    end[length] = '\0';
    return to;
}

char *strdup(const char *text)
{
    char *copy = malloc(strlen(text) + 1);
    return copy ? strcpy(copy, text) : NULL;
}

char *strndup(const char *text, size_t limit)
{
    size_t length = strnlen(text, limit);
    char *copy = malloc(length + 1);
    if (!copy)
        return NULL;
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

int strncasecmp(const char *a, const char *b, size_t limit)
{
    for (; limit > 0; a++, b++, limit--) {
        int difference = tolower((unsigned char)*a) - tolower((unsigned char)*b);
        if (difference != 0 || *a == '\0')
            return difference;
    }
    return 0;
}

int strcasecmp(const char *a, const char *b)
{
    return strncasecmp(a, b, (size_t)-1);
}

int strcmp(const char *a, const char *b)
{
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return (unsigned char)*a - (unsigned char)*b;
}

int strncmp(const char *a, const char *b, size_t limit)
{
    for (; limit > 0; a++, b++, limit--)
        if (*a == '\0' || *a != *b)
            return (unsigned char)*a - (unsigned char)*b;
    return 0;
}

/* The null byte counts as part of the text, also in strrchr. */
char *strchr(const char *text, int character)
{
    for (;; text++) {
        if (*text == (char)character)
            return (char *)text;
        if (*text == '\0')
            return NULL;
    }
}

char *strrchr(const char *text, int character)
{
    const char *last = NULL;
    for (;; text++) {
        if (*text == (char)character)
            last = text;
        if (*text == '\0')
            return (char *)last;
    }
}

char *strstr(const char *text, const char *part)
{
    size_t length = strlen(part);
    for (;; text++) {
        if (strncmp(text, part, length) == 0)
            return (char *)text;
        if (*text == '\0')
            return NULL;
    }
}

size_t strspn(const char *text, const char *accepted)
{
    size_t length = 0;
    while (text[length] && strchr(accepted, text[length]))
        length++;
    return length;
}

size_t strcspn(const char *text, const char *rejected)
{
    size_t length = 0;
    while (text[length] && !strchr(rejected, text[length]))
        length++;
    return length;
}

char *strpbrk(const char *text, const char *accepted)
{
    text += strcspn(text, accepted);
    return *text ? (char *)text : NULL;
}

/* Cuts the next word off a text, in place; *rest remembers where the search goes on. */
char *strtok_r(char *text, const char *separators, char **rest)
{
    char *word = text ? text : *rest;
    word += strspn(word, separators);
    char *end = word + strcspn(word, separators);
    *rest = *end ? end + 1 : end;
    *end = '\0';
    return end == word ? NULL : word;
}

char *strtok(char *text, const char *separators)
{
    static char *rest;
    return strtok_r(text, separators, &rest);
}
