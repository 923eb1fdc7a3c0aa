create database membership;
create database governance;
create database data;
create database payouts;
create database gateway;
