# git: many short processes, files renamed and mapped
cd /tmp
git config --global user.email someone@example.org
git config --global user.name Someone
git init -q -b main repository
cd repository
echo one > file
git add file
git commit -q -m 'First'
echo two >> file
git commit -q -a -m 'Second'
git checkout -q -b other HEAD~1
echo three > another
git add another
git commit -q -m 'Third'
git checkout -q main
git merge -q --no-edit other
git log --format=%s --topo-order
git clone -q . ../clone
cat ../clone/file ../clone/another
git gc -q
git fsck --no-progress
