def instructors(lessons):
    from reading import text_page
    return text_page("# For instructors")
