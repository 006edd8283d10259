# umask.
umask 022; umask; umask 077; : >private; umask -S; umask u=rwx,g=rx,o=; umask; umask g+w; umask; umask -- 022; umask
umask a-x 2>/dev/null; umask; (umask 777); umask 022; mkdir pub; : >pubf; umask u-w; umask; umask 9 2>/dev/null || echo bad; umask 022
