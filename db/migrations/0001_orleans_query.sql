-- The catalogue of SQL texts that Orleans' AdoNet providers load once at start and then send as they are.
-- Written here by the migrations that follow, read by every silo and every AdoNet client. Orleans names the columns.
CREATE TABLE OrleansQuery
(
    QueryKey  text NOT NULL PRIMARY KEY,
    QueryText text NOT NULL
);
