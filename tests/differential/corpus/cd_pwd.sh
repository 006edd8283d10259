# cd and pwd, logical and physical.
base=$(pwd -P); cd "$base"; strip() { sed "s|^$base|BASE|"; }
mkdir -p a/b c; ln -s a/b link; cd a; pwd | strip; cd b; pwd | strip; cd ..; pwd | strip; cd ..
cd link; pwd | strip; pwd -P | strip; cd ..; pwd | strip; cd -P link; pwd | strip; cd ..; pwd | strip; cd "$base"
cd a; cd - | strip; pwd | strip; echo "$OLDPWD" | strip; cd nosuch 2>/dev/null || echo failed; pwd | strip
HOME=$base/c; cd; pwd | strip; cd "$base"; CDPATH=$base/a; cd b | strip; pwd | strip; unset CDPATH; cd "$base"
cd ./a/../c/.; pwd | strip; cd "$base"; cd a//b; pwd | strip; cd ../../c; pwd | strip; cd /; pwd; cd "$base"
(cd a; pwd | strip); pwd | strip; x=$(cd a/b && pwd); echo "$x" | strip; : >file; cd file 2>/dev/null || echo failed
cd -L link/..; pwd | strip; cd a; PWD=lie; pwd | strip; cd ..; pwd | strip
