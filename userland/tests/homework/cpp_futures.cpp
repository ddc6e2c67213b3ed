// Results that come later: async, a promise, a packaged task, and an exception that crosses threads.
#include <future>
#include <iostream>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <vector>

static long sum(const std::vector<int> &numbers, size_t from, size_t to)
{
    if (to - from <= 250)
        return std::accumulate(numbers.begin() + from, numbers.begin() + to, 0L);
    size_t middle = (from + to) / 2;
    auto left = std::async(std::launch::async, sum, std::cref(numbers), from, middle);
    return sum(numbers, middle, to) + left.get();
}

int main()
{
    std::vector<int> numbers(1000);
    std::iota(numbers.begin(), numbers.end(), 1);
    std::cout << "sum " << sum(numbers, 0, numbers.size()) << '\n';

    std::promise<int> promise;
    std::thread giver([&] { promise.set_value(42); });
    std::cout << "promised " << promise.get_future().get() << '\n';
    giver.join();

    std::packaged_task<int(int)> task([](int n) { return n * n; });
    auto square = task.get_future();
    std::thread(std::move(task), 12).join();
    std::cout << "square " << square.get() << '\n';

    auto failing = std::async(std::launch::async, []() -> int { throw std::runtime_error("no result"); });
    try {
        failing.get();
    } catch (const std::runtime_error &error) {
        std::cout << "caught: " << error.what() << std::endl;
    }
}
