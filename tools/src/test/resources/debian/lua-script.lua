-- lua5.4 @
local t = {}
for i = 1, 10 do t[#t + 1] = i * i end
print(table.concat(t, ","), #t)
print(string.format("%5.2f %s %q %x", math.pi, "text", "quo\"ted", 255))
local co = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end)
print(co(), co(), co())
local f = assert(io.open("lua.txt", "w")); f:write("line 1\nline 2\n"); f:close()
for line in io.lines("lua.txt") do io.write("<", line, ">") end print()
print(pcall(error, {code = 1}), select("#", 1, 2, 3), 7 // 2, 7 % 3, 2^10, 1 << 4)
local p = io.popen("echo from a pipe; exit 3"); print(p:read("a")); print(p:close())
print(os.getenv("HOME") ~= nil, os.execute("exit 4"), os.time{year=2000, month=1, day=1, hour=12} > 0)
print(string.rep("ab", 3, "-"), ("hello"):gsub("l", "L"), os.remove("lua.txt"), os.rename("no", "where"))
collectgarbage(); print(collectgarbage("count") > 0, utf8.char(228, 8364))
local function fib(n) return n < 2 and n or fib(n - 1) + fib(n - 2) end print(fib(20))
