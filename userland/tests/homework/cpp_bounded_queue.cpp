// A bounded queue as a class template, with a mutex and two conditions.
#include <condition_variable>
#include <deque>
#include <iostream>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

template <typename T> class BoundedQueue {
public:
    explicit BoundedQueue(size_t most) : most(most) {}

    void put(T item)
    {
        std::unique_lock lock(mutex);
        not_full.wait(lock, [this] { return items.size() < most; });
        items.push_back(std::move(item));
        not_empty.notify_one();
    }

    std::optional<T> take()
    {
        std::unique_lock lock(mutex);
        not_empty.wait(lock, [this] { return !items.empty() || closed; });
        if (items.empty())
            return std::nullopt;
        T item = std::move(items.front());
        items.pop_front();
        not_full.notify_one();
        return item;
    }

    void close()
    {
        std::lock_guard lock(mutex);
        closed = true;
        not_empty.notify_all();
    }

private:
    std::mutex mutex;
    std::condition_variable not_full, not_empty;
    std::deque<T> items;
    size_t most;
    bool closed = false;
};

int main()
{
    BoundedQueue<std::string> queue(2);
    std::thread consumer([&] {
        size_t letters = 0;
        while (auto item = queue.take()) {
            std::cout << *item << '\n';
            letters += item->size();
        }
        std::cout << letters << " letters" << std::endl;
    });
    for (auto word : {"one", "two", "three", "four", "five"})
        queue.put(word);
    queue.close();
    consumer.join();
}
