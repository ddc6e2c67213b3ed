// Objects around system calls: a pipe that closes itself, a child that is waited for, errors as exceptions.
#include <cerrno>
#include <iostream>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

class Pipe {
public:
    Pipe() { if (pipe(ends) != 0) throw std::system_error(errno, std::generic_category(), "pipe"); }
    ~Pipe() { close_end(0); close_end(1); }
    void close_end(int which) { if (ends[which] >= 0) close(ends[which]); ends[which] = -1; }
    int end(int which) const { return ends[which]; }

private:
    int ends[2];
};

int main()
{
    Pipe numbers;
    pid_t child = fork();
    if (child == 0) {
        numbers.close_end(0);
        std::ostringstream text;
        for (int i = 1; i <= 5; i++)
            text << i * i << ' ';
        std::string all = text.str();
        _exit(write(numbers.end(1), all.data(), all.size()) == (ssize_t)all.size() ? 0 : 1);
    }
    numbers.close_end(1);
    std::string all;
    char buffer[8];
    for (ssize_t count; (count = read(numbers.end(0), buffer, sizeof buffer)) > 0;)
        all.append(buffer, count);
    std::istringstream in(all);
    int sum = 0;
    for (int number; in >> number;)
        sum += number;
    int status;
    waitpid(child, &status, 0);
    std::cout << "sum " << sum << ", status " << WEXITSTATUS(status) << '\n';
    try {
        if (chdir("/no/such/folder") != 0)
            throw std::system_error(errno, std::generic_category(), "chdir");
    } catch (const std::system_error &error) {
        std::cout << "caught " << (error.code() == std::errc::no_such_file_or_directory ? "no such folder" : "?") << std::endl;
    }
}
